"""Files that people send: put aside unread, looked at before they are opened, read by a limited process."""
