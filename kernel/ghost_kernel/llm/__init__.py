"""The talker: the process that asks a model over HTTP. The brain never imports it, and opens no socket itself.

talk → ladder → exchange → openai, anthropic, gemini, ollama → said → request → schema, streams, thinking
→ wire → clock, place → trouble
"""
