"""What every HTML page of the product shares: frame, stylesheet, form reading, headers.

The respondent's pages (`survey.respond`) and the sign-in pages (`survey.signin`) stand on it.
"""
