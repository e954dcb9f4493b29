turns = 3


def job(name):
    for turn in range(turns):
        print(name, 'takes turn', turn)


job('sing')
job('dance')
result = None
