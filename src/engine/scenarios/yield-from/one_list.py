titles = ['threads', 'processes', 'coroutines']


def chapters():
    yield titles


items = list(chapters())
for item in items:
    print('an item:', item)
count = len(items)
print('items:', count)
