using System.Reflection;

namespace RunKit.Cli.Help;

/// <summary><c>man</c>: the manual page.</summary>
internal static class ManVerb
{
    public static Command Create(Output output)
    {
        var command = new Command("man", "Print the manual page; man -l shows it, ~/.local/share/man/man1/runkit.1 keeps it");
        command.SetAction(_ => Tell(output));
        return command;
    }

    private static int Tell(Output output)
    {
        var version = typeof(ManVerb).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "";
        output.Data.Write(ManualPage.Of(RunKitCommand.WithEveryVerb(output), version));
        return ExitStatus.Done;
    }
}
