"""The page to look at records with: one HTML file that needs no server and no network."""

from .page import Page, build_page, make_page, write_page
from .texts import LostText, TextFolder

__all__ = ["LostText", "Page", "TextFolder", "build_page", "make_page", "write_page"]
