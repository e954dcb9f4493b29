// What the build does with `import.meta.glob`, told to TypeScript: all modules that fit, loaded at once.

interface ImportMeta {
  glob<Module>(patterns: string | readonly string[], options: { readonly eager: true }): Record<string, Module>;
}
