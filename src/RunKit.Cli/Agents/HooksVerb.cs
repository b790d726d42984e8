using System.Globalization;
using System.Text.Json.Nodes;

namespace RunKit.Cli.Agents;

/// <summary><c>agents hooks</c>: what makes an agent tell how it is, to paste, to install and to remove.</summary>
internal static class HooksVerb
{
    private static readonly string[] Names = ["claude", "codex", "gemini", "opencode"];

    public static Command Create(Output output)
    {
        var command = new Command("hooks", "Print the lines by which an agent tells how it is, or put them into its settings");
        var agent = new Argument<string>("AGENT") { Description = string.Join(", ", Names) };
        var install = new Option<bool>("--install") { Description = "Show the change, keep a copy of the file, and make it" };
        var remove = new Option<bool>("--remove") { Description = "Take them out again" };
        var file = new Option<string?>("--file") { HelpName = "FILE", Description = "The agent's settings, where they are not in the usual place" };
        agent.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var name }] && !Names.Contains(name, StringComparer.Ordinal))
            {
                result.AddError($"'{name}' is not known; give {string.Join(", ", Names)}. Any agent with hooks can call: runkit agent set STATE.");
            }
        });
        agent.CompletionSources.Add(_ => Names.Select(name => new System.CommandLine.Completions.CompletionItem(name)));
        command.Arguments.Add(agent);
        foreach (var option in (Option[])[install, remove, file])
        {
            command.Options.Add(option);
        }

        command.SetAction(parsed =>
        {
            var name = parsed.GetValue(agent)!;
            var (isInstall, isRemove) = (parsed.GetValue(install), parsed.GetValue(remove));
            if (isInstall && isRemove)
            {
                throw new VerbException("--install or --remove, not both", ExitStatus.WrongUsage);
            }

            var path = parsed.GetValue(file) ?? PathOf(name);
            if (!isInstall && !isRemove)
            {
                Output.Complain($"for {path}; --install puts it there");
                output.Data.Write(Text(name));
                return ExitStatus.Done;
            }

            Change(output, name, path, isInstall);
            return ExitStatus.Done;
        });
        return command;
    }

    private static string Text(string name) => name switch
    {
        "claude" => HookSettings.Write(new JsonObject { ["hooks"] = HookText.Claude() }),
        "gemini" => HookSettings.Write(new JsonObject { ["hooks"] = HookText.Gemini() }),
        "codex" => HookText.Codex(),
        _ => HookText.OpenCode(),
    };

    private static string Changed(string name, string before, bool install) => name switch
    {
        "claude" => HookSettings.WithJson(before, install ? HookText.Claude() : null),
        "gemini" => HookSettings.WithJson(before, install ? HookText.Gemini() : null),
        "codex" => HookSettings.WithToml(before, install ? HookText.Codex() : null),
        _ => install ? HookText.OpenCode() : "",
    };

    private static void Change(Output output, string name, string path, bool install)
    {
        var before = File.Exists(path) ? File.ReadAllText(path) : "";
        if (name == "opencode" && before.Length > 0 && !before.Contains(HookText.Mark, StringComparison.Ordinal))
        {
            throw new VerbException($"{path} is not ours, and stays as it is");
        }

        string after;
        try
        {
            after = Changed(name, before, install);
        }
        catch (VerbException e)
        {
            throw new VerbException($"{path}: {e.Message}", e.Status);
        }

        if (after == before)
        {
            output.WriteLine($"{path} is as it should be; nothing was changed");
            return;
        }

        foreach (var line in Difference(before, after))
        {
            output.WriteLine(line);
        }

        output.Flush();
        if (before.Length > 0)
        {
            var copy = $"{path}.before-runkit-{TimeProvider.System.GetUtcNow().ToString("yyyyMMddHHmmssfff", CultureInfo.InvariantCulture)}";
            File.Copy(path, copy);
            output.WriteLine($"the file as it was is kept as {copy}");
        }

        Write(path, after);
        output.WriteLine(install ? $"{path} is changed; the agent reads it when it is started next" : $"{path} is as it was without us");
    }

    // The new file takes the old one's place whole, through a link to it too, and with its mode.
    private static void Write(string path, string text)
    {
        var target = File.Exists(path) && File.ResolveLinkTarget(path, returnFinalTarget: true) is { } linked ? linked.FullName : Path.GetFullPath(path);
        if (text.Length == 0)
        {
            File.Delete(target);
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        var mode = File.Exists(target) ? File.GetUnixFileMode(target) : UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var made = $"{target}.runkit-{Environment.ProcessId}";
        File.WriteAllText(made, text);
        File.SetUnixFileMode(made, mode);
        File.Move(made, target, overwrite: true);
    }

    // What is not the same at the beginning and the end, line by line.
    private static IEnumerable<string> Difference(string before, string after)
    {
        var (old, now) = (before.TrimEnd('\n').Split('\n'), after.TrimEnd('\n').Split('\n'));
        var head = old.Zip(now).TakeWhile(pair => pair.First == pair.Second).Count();
        var tail = old.Skip(head).Reverse().Zip(now.Skip(head).Reverse()).TakeWhile(pair => pair.First == pair.Second).Count();
        return old[head..(old.Length - tail)].Where(line => line.Length > 0).Select(line => $"- {line}")
            .Concat(now[head..(now.Length - tail)].Select(line => $"+ {line}"));
    }

    private static string PathOf(string name)
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return name switch
        {
            "claude" => Path.Combine(Named("CLAUDE_CONFIG_DIR") ?? Path.Combine(home, ".claude"), "settings.json"),
            "codex" => Path.Combine(Named("CODEX_HOME") ?? Path.Combine(home, ".codex"), "config.toml"),
            "gemini" => Path.Combine(home, ".gemini", "settings.json"),
            _ => Path.Combine(Named("XDG_CONFIG_HOME") ?? Path.Combine(home, ".config"), "opencode", "plugin", "runkit.js"),
        };
    }

    private static string? Named(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? value : null;
}
