"""What a policy compiles to: plain data between the language in front and the engines behind."""
