import threading

threads = 2
iterations = 100000

count = 0
lock = threading.Lock()


def add():
    global count
    with lock:
        for _ in range(iterations):
            mine = count + 1
            count = mine
    print(threading.current_thread().name, 'finished; the last number it wrote is', mine)


def main():
    counters = [threading.Thread(target=add) for _ in range(threads)]
    for counter in counters:
        counter.start()
    for counter in counters:
        counter.join()
    print('count =', count)


if __name__ == '__main__':
    main()
