"""TODO."""
from ofsight.record import Meta
def page_meta(root,lines): return Meta()
