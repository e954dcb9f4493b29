import threading

threads = 2
iterations = 100000

balance = 0
lock = threading.Lock()


def change_it(n):
    global balance
    with lock:
        x = balance + n
        balance = x
        x = balance - n
        balance = x


def run(n):
    for _ in range(iterations):
        change_it(n)


def main():
    customers = [threading.Thread(target=run, args=(5 + 3 * i,)) for i in range(threads)]
    for customer in customers:
        customer.start()
    for customer in customers:
        customer.join()
    print('balance =', balance)


if __name__ == '__main__':
    main()
