"""Documents that people filled in, in Word or WPS or here: opened without trust, held against the blank, read back.

answers = read_filled(form, open_filled(data, "去年.docx"))
"""
