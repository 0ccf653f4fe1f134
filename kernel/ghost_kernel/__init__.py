# True in the process that answers the body: what only checks need is not kept there.
is_serving = False
