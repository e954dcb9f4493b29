def add_up():
    total = 0
    while True:
        number = yield total
        if number is None:
            return total
        total = total + number


adder = add_up()
print('it begins and yields', next(adder))
print('2 goes in, out comes', adder.send(2))
print('3 goes in, out comes', adder.send(3))
try:
    adder.send(None)
except StopIteration as stop:
    result = stop.value
    print('StopIteration carries', result)
