# The same with a lock around both changes.
import threading

balance = 0
lock = threading.Lock()


def change(amount):
    global balance
    with lock:
        balance += amount
        balance -= amount


customers = [threading.Thread(target=change, args=(n,), name=f"customer-{n}") for n in (5, 8)]
for customer in customers:
    customer.start()
for customer in customers:
    customer.join()
assert balance == 0, f"the balance is {balance}"
