// Lets TypeScript know what the build does with `?raw`: the file's text. It names no library, so that
// the engine can use it without seeing the DOM.

declare module "*?raw" {
  const text: string;
  export default text;
}
