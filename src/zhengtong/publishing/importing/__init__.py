"""A document on its way in: read, shown before anything is saved, then a draft.

`reading` turns bytes into what the preview shows (no database); `preview` shows it; `rules` and `access` say what
stands against it. The verbs are in `publishing.actions.imports`, the screens in `publishing.screens.importing`.
"""
