"""Who is who: local authorities by GSS code and time, and other bodies by stable key."""

from .authorities import Authority, Register, load_register
from .organisations import Organisation, find_organisation, get_organisation, load_organisations

__all__ = [
    "Authority",
    "Organisation",
    "Register",
    "find_organisation",
    "get_organisation",
    "load_organisations",
    "load_register",
]
