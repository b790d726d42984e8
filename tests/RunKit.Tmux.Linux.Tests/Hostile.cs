namespace RunKit.Tmux.Linux.Tests;

/// <summary>Texts that some layer on the way to tmux and back might take for syntax.</summary>
internal static class Hostile
{
    public static IReadOnlyList<string> Words { get; } =
    [
        "plain", " ", "two words", " lead", "trail ", "\"", "'", "say \"hi\" it's", "a\nb", "\n", "a\n\nb", "tab\there", ";", "a;", "a\\;", "a ; b", "\\",
        "\\\\", "a\\", "a\\nb", "$HOME", "${HOME}", "$1", "$(ls)", "`ls`", "~", "~/x", "~root", "a~", "{", "}", "{ a }", "#{pid}", "#(ls)", "##", "#", "#[fg=red]",
        "%", "%1", "%end 1 2 1", "%begin 1 2 1", "%exit", "%if", "%%", "A=b", "-", "-t", "--", "héllo", "日本語", "😀", "\u0301", "a\u00a0b", "*", "?", "!", "&", "|",
        "<", ">", "(", ")", "[x]", "^", "@1", "rk-x-0", "display-message -p x", "\"; kill-server; \"", "' ; kill-server ; '",
    ];
}
