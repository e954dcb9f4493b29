// What the build does with a worker that a package wants by its address, told to TypeScript.

declare module "*?worker&url" {
  const address: string;
  export default address;
}
