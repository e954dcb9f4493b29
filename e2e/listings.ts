// Listings that several specs run.

/** Loses exactly one update, in the one order that its locks allow. */
export const LOSES_ONE = `import threading

count = 0
first = threading.Lock()
second = threading.Lock()
first.acquire()
second.acquire()


def slow():
    global count
    seen = count
    second.release()
    first.acquire()
    count = seen + 1


worker = threading.Thread(target=slow, name='slow')
worker.start()
second.acquire()
count = count + 10
first.release()
worker.join()
`;
