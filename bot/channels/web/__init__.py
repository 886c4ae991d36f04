"""The web page: the conversation beside the form it fills. `create_app` in `app` is the door.

Every page is plain HTML with forms and links; htmx, where it is there, swaps the same pages in place. Routes keep nothing
between requests, so any worker can serve any of them; all that is remembered stands in the engine's storage.
"""
