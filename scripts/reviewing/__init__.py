"""What the scripts on the review loop share: a reviewer who knows the gold."""
