"""Several agents around one blackboard: a scout who chooses looks, a diagnostician who answers and proposes, a critic.

Each is plain code that a model may help: with several models they may be different ones, with one their turns are
merged, and where a model fails the code's part of the role goes on alone. What is independent is put into one request
(all looks of a round, all lines the critic judges), since body and brain speak of one request at a time.
"""
