"""Tools for authors of programme folders. Nothing at run time imports them: filling works on the committed `form.docx` alone."""
