"""The service: a page to paste or upload an article, and a JSON API, on this machine unless told otherwise.

Needs the extra ``web`` (FastAPI, uvicorn, Jinja): ``pip install "ofsight[web]"``. What is sent is annotated
in worker processes (:mod:`ofsight.engine.tended`), never in the server's own, and kept nowhere.
"""
