"""From a reply to blocks that every channel can draw; the door is `drawing.render`."""
