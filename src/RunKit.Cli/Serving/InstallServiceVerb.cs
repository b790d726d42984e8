namespace RunKit.Cli.Serving;

/// <summary><c>install-service</c>: writes the node's systemd unit, and starts nothing.</summary>
internal static class InstallServiceVerb
{
    private const string Marker = "Description=RunKit,";

    public static Command Create(Output output)
    {
        var command = new Command("install-service", "Write a systemd user unit for the node, with the words behind -- given to serve; start nothing");
        var print = new Option<bool>("--print") { Description = "Print the unit and write nothing" };
        var force = new Option<bool>("--force") { Description = "Write over a unit that is not RunKit's" };
        var words = new Argument<string[]>("OPTION") { Description = "Options of serve, behind --", Arity = ArgumentArity.ZeroOrMore };
        command.Options.Add(print);
        command.Options.Add(force);
        command.Arguments.Add(words);
        command.SetAction(parsed =>
        {
            var text = ServiceUnit.Text(ThisProgram(), Checked(parsed.GetValue(words) ?? []), Environment.GetEnvironmentVariable);
            if (parsed.GetValue(print))
            {
                output.Data.Write(text);
                return ExitStatus.Done;
            }

            var path = ServiceUnit.Place();
            Write(path, text, parsed.GetValue(force));
            output.Data.Write(
                $"""
                written: {path}
                start it now, and at each login:  systemctl --user daemon-reload && systemctl --user enable --now runkit
                keep it after the last logout:    loginctl enable-linger

                """);
            return ExitStatus.Done;
        });
        return command;
    }

    // What serve would not understand is to be said now, and not in a journal.
    private static ImmutableArray<string> Checked(string[] words)
    {
        var parsed = ServeVerb.Create(new Output()).Parse(words);
        return parsed.Errors is [var error, ..]
            ? throw new VerbException($"serve: {error.Message} See: runkit serve --help", ExitStatus.WrongUsage)
            : [.. words];
    }

    private static ImmutableArray<string> ThisProgram()
    {
        var program = Environment.ProcessPath!;
        return Path.GetFileNameWithoutExtension(program) == "dotnet" ? [program, Path.Combine(AppContext.BaseDirectory, "runkit.dll")] : [program];
    }

    private static void Write(string path, string text, bool force)
    {
        if (!force && File.Exists(path) && !File.ReadAllText(path).Contains(Marker, StringComparison.Ordinal))
        {
            throw new VerbException($"{path} is there and is not RunKit's; --force writes over it");
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var draft = $"{path}.{Environment.ProcessId}";
        File.WriteAllText(draft, text);
        File.Move(draft, path, overwrite: true);
    }
}
