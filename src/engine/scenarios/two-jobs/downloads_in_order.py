import time


def download(name, takes):
    print('download of', name, 'begins')
    time.sleep(takes)
    print('download of', name, 'took', takes, 's')


begin = time.time()
download('the slides', 7)
download('the film', 10)
seconds = time.time() - begin
print(f'all done after {seconds:.1f} s')
