/** The listings that "Write your own" offers. Rule: each runs as it stands, here and on CPython. */
import type { Words } from "../shared/words-en.ts";

export interface OwnStart {
  readonly name: keyof Words["starts"];
  readonly source: string;
}

const race = `import threading

rounds = 1000
count = 0

def add():
    global count
    for _ in range(rounds):
        count += 1

first = threading.Thread(target=add)
second = threading.Thread(target=add)
first.start()
second.start()
first.join()
second.join()
print(count)
`;

const lock = `import threading

rounds = 1000
count = 0
guard = threading.Lock()

def add():
    global count
    for _ in range(rounds):
        with guard:
            count += 1

workers = [threading.Thread(target=add) for _ in range(2)]
for worker in workers:
    worker.start()
for worker in workers:
    worker.join()
print(count)
`;

const queue = `import queue
import threading

items = 5
capacity = 2
channel = queue.Queue(capacity)

def produce():
    for number in range(items):
        channel.put(number)
    channel.put(None)

def consume():
    while True:
        number = channel.get()
        if number is None:
            break
        print('got', number)

producer = threading.Thread(target=produce)
consumer = threading.Thread(target=consume)
producer.start()
consumer.start()
producer.join()
consumer.join()
`;

export const OWN_STARTS: readonly OwnStart[] = [
  { name: "race", source: race },
  { name: "lock", source: lock },
  { name: "queue", source: queue },
  { name: "empty", source: "" },
];
