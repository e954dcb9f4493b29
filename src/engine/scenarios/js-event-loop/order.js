const delay = 0;

async function step() {
  console.log("step begins");
  await null;
  console.log("step goes on");
}

async function main() {
  console.log("main begins");
  await step();
  console.log("main goes on");
}

setTimeout(() => {
  console.log("timer one");
  queueMicrotask(() => console.log("microtask of timer one"));
}, delay);
setTimeout(() => console.log("timer two"), delay);

main();
Promise.resolve()
  .then(() => console.log("first then"))
  .then(() => console.log("second then"));
queueMicrotask(() => console.log("microtask"));
console.log("script ends");
