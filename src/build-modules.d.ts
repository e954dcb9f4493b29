// What the build adds to the page's modules, told to TypeScript without the types of the build tool:
// style sheets are imported for their effect, CSS modules for their class names.

declare module "*.module.css" {
  const classNames: Readonly<Record<string, string>>;
  export default classNames;
}

declare module "*.css" {}

interface ImportMetaEnv {
  /** True under the development server. */
  readonly DEV: boolean;
  /** The folder that the page is served from. */
  readonly BASE_URL: string;
}

interface ImportMeta {
  readonly env: ImportMetaEnv;
}

/** The version in package.json, put in by the build. */
declare const INTERLEAVE_VERSION: string;
