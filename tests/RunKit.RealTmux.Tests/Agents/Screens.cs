namespace RunKit.RealTmux.Tests.Agents;

/// <summary>What agents show.</summary>
internal static class Screens
{
    private const string Rule = "────────────────────────────────────────────────────────────";

    public const string ClaudeIdle = $"""
         ▐▛███▜▌   Claude Code
        ▝▜█████▛▘  ~/work

        ● Done. The tests pass.

        {Rule}
        ❯
        {Rule}
          ? for shortcuts
        """;

    public const string ClaudeIdleBoxed = """
        ● Done. The tests pass.

        ╭──────────────────────────────────────────────────────────╮
        │ >                                                        │
        ╰──────────────────────────────────────────────────────────╯
          ? for shortcuts
        """;

    public const string ClaudeWorking = $"""
        ● I'll look at the file first.

        ✻ Cogitating… (12s · ↑ 1.2k tokens · esc to interrupt)

        {Rule}
        ❯
        {Rule}
          ? for shortcuts
        """;

    public const string ClaudeWorkingNarrow = """
        ● I'll look at the file.

        ✻ Cogitating… (12s · ↑ 1.2k · esc to
          interrupt)

        ────────────────────────────────
        ❯
        ────────────────────────────────
        """;

    public const string ClaudePermission = """
        ● Bash(rm -rf build)

        ╭──────────────────────────────────────────────────────────╮
        │ Bash command                                             │
        │                                                          │
        │   rm -rf build                                           │
        │   Remove the build directory                             │
        │                                                          │
        │ Do you want to proceed?                                  │
        │ ❯ 1. Yes                                                 │
        │   2. Yes, and don't ask again for rm commands            │
        │   3. No, and tell Claude what to do differently (esc)    │
        ╰──────────────────────────────────────────────────────────╯
        """;

    public const string ClaudePermissionPlain = $"""
        {Rule}
         Bash command

           rm -rf build

         Do you want to proceed?
         ❯ 1. Yes
           2. Yes, and don't ask again
           3. No

         Esc to cancel · Tab to amend
        """;

    public const string ClaudeEdit = """
        ╭──────────────────────────────────────────────────────────╮
        │ Edit file                                                │
        │ Do you want to make this edit to Program.cs?             │
        │ ❯ 1. Yes                                                 │
        │   2. Yes, allow all edits during this session            │
        │   3. No, and tell Claude what to do differently (esc)    │
        ╰──────────────────────────────────────────────────────────╯
        """;

    public const string ClaudePermissionNarrow = """
        ╭────────────────────────────────────╮
        │ Bash command                       │
        │   rm -rf build                     │
        │ Do you want to                     │
        │ proceed?                           │
        │ ❯ 1. Yes                           │
        │   2. Yes, and don't ask            │
        │      again                         │
        │   3. No, and tell Claude           │
        │      what to do (esc)              │
        ╰────────────────────────────────────╯
        """;

    public const string ClaudePlan = """
        Here is Claude's plan:
          1. Read the file
          2. Change it

        Would you like to proceed?

         ❯ 1. Yes, and auto-accept edits
           2. Yes, and manually approve edits
           3. No, keep planning
        """;

    public const string ClaudeQuestion = """
         ☐ Library

        Which library should we use for dates?

        ❯ 1. The built-in one
          2. Another one
          3. Type something.

        Enter to select · ↑/↓ to navigate · Esc to cancel
        """;

    public const string ClaudeTrust = """
         Do you trust the files in this folder?

         /home/me/work

         ❯ 1. Yes, proceed
           2. No, exit

         Enter to confirm · Esc to cancel
        """;

    public const string ClaudeInterrupted = $"""
        ● I'll look at the file first.
          ⎿  Interrupted · What should Claude do instead?

        {Rule}
        ❯
        {Rule}
          ? for shortcuts
        """;

    public const string ClaudeApiError = $"""
        ❯ fix the test
          ⎿  API Error: 529 Overloaded. Try again later.

        {Rule}
        ❯
        {Rule}
          ? for shortcuts
        """;

    public const string ClaudeCompacting = $"""
        ✻ Compacting conversation… (3s · esc to interrupt)

        {Rule}
        ❯
        {Rule}
        """;

    public const string ClaudeList = $"""
        ● There are three ways:

          1. Yes, the first one
          2. The second one
          3. No change at all

        {Rule}
        ❯
        {Rule}
          ? for shortcuts
        """;

    public const string ClaudeAsksInProse = $"""
        ● I could do this. Do you want to proceed?

          1. Yes
          2. No

        {Rule}
        ❯
        {Rule}
          ? for shortcuts
        """;

    public const string ClaudeTypingList = $"""
        ● Do you want to see more? Say so.

        {Rule}
        ❯ 1. first thing, then
        {Rule}
          ? for shortcuts
        """;

    public const string Blank = "\n\n  (the transcript is shown: ctrl+o to toggle)\n";

    public const string CodexIdle = """
        • Done.

        › Explain this codebase

          gpt-5 high · 98% context left
        """;

    public const string CodexWorking = """
        • Working (12s • esc to interrupt)

        › Explain this codebase

          gpt-5 high · 98% context left
        """;

    public const string CodexPermission = """
          Would you like to run the following command?

          $ rm -rf build

        › 1. Yes, proceed (y)
          2. Yes, and don't ask again for this command (a)
          3. No, and tell Codex what to do differently (esc)

          Press enter to confirm or esc to cancel
        """;

    public const string CodexInterrupted = """
        ■ Conversation interrupted - tell the model what to do differently.

        › Explain this codebase

          gpt-5 high · 98% context left
        """;

    public const string CodexError = """
        ■ stream disconnected before completion: error sending request

        › Explain this codebase

          gpt-5 high · 98% context left
        """;

    public const string GeminiIdle = """
        ✦ Done.

        ╭──────────────────────────────────────────────────────────╮
        │ >   Type your message or @path/to/file                   │
        ╰──────────────────────────────────────────────────────────╯
        ~/work            no sandbox            gemini-2.5-pro (99%)
        """;

    public const string GeminiWorking = """
        ⠏ Considering the options (esc to cancel, 5s)

        ╭──────────────────────────────────────────────────────────╮
        │ >   Type your message or @path/to/file                   │
        ╰──────────────────────────────────────────────────────────╯
        """;

    public const string GeminiPermission = """
        ╭──────────────────────────────────────────────────────────╮
        │ ?  Shell rm -rf build                                    │
        │                                                          │
        │ Allow execution of: 'rm'?                                │
        │                                                          │
        │ ● 1. Yes, allow once                                     │
        │   2. Yes, allow always                                   │
        │   3. No, suggest changes (esc)                           │
        ╰──────────────────────────────────────────────────────────╯
        ⠏ Waiting for user confirmation...
        """;

    public const string GeminiError = """
        ✕ [API Error: 429 quota exceeded]

        ╭──────────────────────────────────────────────────────────╮
        │ >   Type your message or @path/to/file                   │
        ╰──────────────────────────────────────────────────────────╯
        """;

    public const string OpenCodeIdle = """
        ┃  Done.
        ┃
        ┃  Build  Some Model
        ╹▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀
           tab agents  ctrl+p commands
        """;

    public const string OpenCodeWorking = """
        ┃  Reading the file
        ┃
        ┃  Build  Some Model
        ╹▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀
         ⬝⬝⬝■■■  esc interrupt      ctrl+p commands
        """;

    public const string OpenCodePermission = """
        ┃  △ Permission required
        ┃    # Remove the build directory
        ┃    $ rm -rf build
        ┃
        ┃   Allow once   Allow always   Reject      ⇆ select  enter confirm
        """;
}
