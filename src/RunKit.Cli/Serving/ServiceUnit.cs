using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace RunKit.Cli.Serving;

/// <summary>The node as a unit of systemd's, for one user.</summary>
internal static class ServiceUnit
{
    public const string Name = "runkit.service";

    private static readonly string[] Passed = ["TMUX_TMPDIR", "XDG_RUNTIME_DIR"];

    /// <summary>Its text.</summary>
    /// <param name="program">The program, and what of it stands before <c>serve</c>.</param>
    /// <param name="words">What stands behind <c>serve</c>.</param>
    /// <param name="environment">What a variable is here; null when it is not set.</param>
    public static string Text(ImmutableArray<string> program, ImmutableArray<string> words, Func<string, string?> environment)
    {
        var variables = Passed.Select(name => (Name: name, Value: environment(name))).Where(variable => !string.IsNullOrEmpty(variable.Value)).ToArray();
        var text = new StringBuilder()
            .Append("[Unit]\nDescription=RunKit, the control plane for tmux\n\n[Service]\n# It is started when the node says that it serves.\nType=notify\n")
            .Append(CultureInfo.InvariantCulture, $"ExecStart={string.Join(' ', program.Append("serve").Concat(words).Select((word, i) => Quoted(word, isProgram: i == 0)))}\n");

        // The node must find the same sockets as this user's shells.
        foreach (var (name, value) in variables)
        {
            text.Append(CultureInfo.InvariantCulture, $"Environment={Quoted($"{name}={value}", isProgram: true)}\n");
        }

        return text
            .Append("# A tmux server that the node starts is a child of this unit and outlives it.\nKillMode=process\nRestart=on-failure\n\n")
            .Append("[Install]\nWantedBy=default.target\n")
            .ToString();
    }

    /// <summary>Where a user's units are.</summary>
    /// <exception cref="VerbException">There is no home directory.</exception>
    public static string Place()
    {
        var config = Environment.GetEnvironmentVariable("XDG_CONFIG_HOME");
        if (string.IsNullOrEmpty(config) || !Path.IsPathRooted(config))
        {
            var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify);
            config = home.Length > 0 ? Path.Combine(home, ".config") : throw new VerbException("there is no home directory to keep the unit in; set XDG_CONFIG_HOME, or print it with --print");
        }

        return Path.Combine(config, "systemd", "user", Name);
    }

    /// <summary>Whether systemd runs that process as this unit.</summary>
    public static bool Runs(int pid)
    {
        try
        {
            return File.ReadLines(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/cgroup")).Any(line => line.EndsWith($"/{Name}", StringComparison.Ordinal));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Has systemd start it again, which keeps its place and its log.</summary>
    /// <exception cref="VerbException">systemd could not.</exception>
    public static async Task<int> RestartAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var systemctl = Process.Start(new ProcessStartInfo("systemctl", ["--user", "restart", Name]) { UseShellExecute = false })!;
            await systemctl.WaitForExitAsync(cancellationToken);
            return systemctl.ExitCode == 0
                ? ExitStatus.Done
                : throw new VerbException($"systemd did not start the unit {Name} again; see: journalctl --user -u {Name}");
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new VerbException($"the node is the unit {Name}, and systemctl cannot be run: {e.Message}");
        }
    }

    // In a word systemd replaces % and $ and reads \ as C does; in the program's name, and in a variable's value, no $.
    private static string Quoted(string word, bool isProgram)
    {
        var text = new StringBuilder("\"");
        foreach (var c in word)
        {
            _ = c switch
            {
                '"' or '\\' => text.Append('\\').Append(c),
                '%' => text.Append("%%"),
                '$' when !isProgram => text.Append("$$"),
                '\n' => text.Append("\\n"),
                '\t' => text.Append("\\t"),
                _ => text.Append(c),
            };
        }

        return text.Append('"').ToString();
    }
}
