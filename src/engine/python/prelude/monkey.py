# gevent.monkey: from the patch on, a module's waits are gevent's. A name that was imported before keeps the old function.

import gevent
import time


def patch_all(**kwargs):
    patch_time()


def patch_time():
    time.sleep = gevent.sleep


def patch_socket():
    pass


def patch_thread():
    pass


def is_module_patched(name):
    return name == "time" and time.sleep is gevent.sleep
