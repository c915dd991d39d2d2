"""The engine on a Ray cluster: nothing else in Ofsight knows of Ray, and nothing imports it before a run."""

from .engine import RayEngine

__all__ = ["RayEngine"]
