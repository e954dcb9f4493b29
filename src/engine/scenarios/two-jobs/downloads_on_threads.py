import threading
import time


def download(name, takes):
    print('download of', name, 'begins')
    time.sleep(takes)
    print('download of', name, 'took', takes, 's')


begin = time.time()
slides = threading.Thread(target=download, args=('the slides', 7))
film = threading.Thread(target=download, args=('the film', 10))
slides.start()
film.start()
slides.join()
film.join()
seconds = time.time() - begin
print(f'all done after {seconds:.1f} s')
