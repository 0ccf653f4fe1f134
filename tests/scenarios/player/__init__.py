"""The parts of play.py: what a scenario is, the place it is played in, the play, the verdict, the report.

scenario   a record of a JSONL file, and which of them to play
place      the sandbox (or, asked for, the bare machine) that one scenario sees
agent      the script that runs inside that place
play       one scenario in one fresh place, and the questions --verify asks
verdict    what the facts of a play amount to; pure
report     the table, the summary line, the JSON file
"""
