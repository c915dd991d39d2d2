"""What words mean: dates as ISO 8601, quantities with their units, grades, types of inspection."""
