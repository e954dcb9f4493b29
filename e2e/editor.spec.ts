// The listing in its editor: change a line, run again, reset; errors where they are; bytecode beside it.

import { expect, test } from "./page.ts";

test("a changed line is what runs, and reset brings the scenario's own listing back", async ({ interleave, page }) => {
  await interleave.open("scenario=count-race&iterations=100&threads=1");
  await interleave.run();
  await expect(interleave.outcome).toContainText("100");
  const own = await interleave.editor.innerText();
  await interleave.write(own.replace("mine = count + 1", "mine = count + 3"));
  await expect(page.getByText("edited", { exact: true })).toBeVisible();
  await expect(interleave.outcome).toContainText("Run again to renew it");
  await interleave.run();
  await expect(interleave.outcome).toContainText("300");
  await page.getByRole("button", { name: "Reset the listing" }).click();
  await interleave.idle();
  await expect(interleave.editor).toHaveText(own.replaceAll("\n", ""), { useInnerText: false });
  await expect(page.getByText("edited", { exact: true })).toHaveCount(0);
  await interleave.run();
  await expect(interleave.outcome).toContainText("100");
});

test("a single line can be changed by hand and Ctrl+Enter runs it", async ({ interleave, page }) => {
  await interleave.open("scenario=count-race&iterations=10&threads=1");
  await interleave.editor.getByText("mine = count + 1").click();
  await page.keyboard.press("End");
  await page.keyboard.press("Home");
  await page.keyboard.type("count = 40; ");
  await page.keyboard.press("Control+Enter");
  await interleave.idle();
  await expect(interleave.outcome).toContainText("41");
});

test("Write your own starts empty, offers a few starts, and its head becomes controls", async ({
  interleave,
  page,
}) => {
  await interleave.open();
  await page.getByRole("button", { name: "Write your own" }).click();
  await interleave.idle();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Write your own");
  await expect(interleave.runButton).toBeDisabled();
  await page.getByRole("button", { name: /Two threads, one counter/ }).click();
  await interleave.idle();
  const rounds = page.getByRole("spinbutton", { name: "rounds" });
  await expect(rounds).toHaveValue("1 000");
  await rounds.fill("25");
  await rounds.press("Enter");
  await interleave.idle();
  await expect(interleave.editor).toContainText("rounds = 25");
  await interleave.run();
  await expect(interleave.outcome).toContainText("rounds");
  await expect(interleave.outcome).toHaveAttribute("data-status", "finished");
});

test("each start runs as it stands", async ({ interleave, page }) => {
  for (const name of ["race", "lock", "queue"]) {
    await interleave.open("program=");
    await page.locator(`[data-start=${name}]`).click();
    await interleave.idle();
    await interleave.run();
    await expect(interleave.outcome).toHaveAttribute("data-status", "finished");
  }
});

test("an error stands at its place, and goes when it is mended", async ({ interleave, page }) => {
  await interleave.open("scenario=bank-race&iterations=5");
  const own = await interleave.editor.innerText();
  await interleave.write(own.replace("def run(n):", "def run(n)"));
  await expect(page.getByText(/SyntaxError, line \d+, column \d+/)).toBeVisible();
  await expect(page.locator(".cm-lint-marker, .cm-lintRange-error, .cm-lintPoint-error").first()).toBeAttached();
  await expect(interleave.runButton).toBeDisabled();
  await interleave.look("Bytecode");
  await expect(page.getByText("No bytecode while the listing has errors.")).toBeVisible();
  await interleave.look("Python");
  await interleave.write(own);
  await expect(page.getByText(/SyntaxError/)).toHaveCount(0);
  await expect(interleave.runButton).toBeEnabled();
});

test("a listing that is typed in pieces is not nagged about before a pause, and never lost", async ({
  interleave,
  page,
}) => {
  await interleave.open("program=");
  await interleave.editor.click();
  await page.keyboard.type("numbers = [n * n for n in range(4)]\nprint(numbers", { delay: 5 });
  await interleave.idle();
  await expect(interleave.editor).toContainText("print(numbers");
  await page.keyboard.press("End");
  await interleave.run();
  await expect(interleave.outcome).toContainText("[0, 1, 4, 9]");
});

test("the bytecode marks steps and switch points", async ({ interleave, page }) => {
  await interleave.open("scenario=bank-race");
  await interleave.look("Bytecode");
  const table = page.getByRole("table").filter({ has: page.getByRole("columnheader", { name: "Instruction" }) });
  await expect(table.getByText("def change_it")).toBeVisible();
  const row = (name: string) => table.getByRole("row").filter({ hasText: name });
  await expect(row("LOAD_GLOBAL").filter({ hasText: "balance" }).first()).toContainText("step");
  await expect(row("STORE_GLOBAL").filter({ hasText: "balance" }).first()).toContainText("step");
  await expect(row("BINARY_OP").first()).not.toContainText("step");
  await expect(row("JUMP_BACKWARD").first()).toContainText("switch");
  await expect(row("CALL").first()).toContainText("switch");
});

test("parameters write themselves into the listing", async ({ interleave, page }) => {
  await interleave.open("scenario=bank-race");
  await page.getByRole("button", { name: "More threads" }).click();
  await interleave.idle();
  await expect(interleave.editor).toContainText("threads = 3");
  await expect(interleave.runButton).toContainText("3");
  await page.getByRole("combobox", { name: "lock" }).selectOption({ index: 1 });
  await expect(interleave.editor).toContainText("with lock:");
});
