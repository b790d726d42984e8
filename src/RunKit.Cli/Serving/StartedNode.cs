using System.Diagnostics;
using System.Globalization;
using System.Text;
using RunKit.Client;

namespace RunKit.Cli.Serving;

/// <summary>A node that is started in the background: its words, where it is started, and where its log goes.</summary>
/// <param name="Words">What stands behind <c>serve</c>.</param>
/// <param name="Directory">What relative paths among them count from.</param>
/// <param name="Environment">Its whole environment; null for the one of this process.</param>
/// <param name="Log">The file that it logs to.</param>
internal sealed record StartedNode(ImmutableArray<string> Words, string? Directory, ImmutableDictionary<string, string>? Environment, string Log)
{
    public const string DetachOption = "--detach";
    public const string LogOption = "--log";

    /// <summary>For the program alone: it leaves the session of its parent.</summary>
    public const string DetachedOption = "--detached";

    private static readonly TimeSpan ReadyLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(20);

    /// <summary>As the words of this command line say.</summary>
    /// <exception cref="VerbException">There is no place for its log.</exception>
    public static StartedNode Of(IEnumerable<string> words, string? log) => new(
        [.. words.Where(word => word != DetachOption)], null, null, log is null ? NodeLogFile.Usual() : Path.GetFullPath(log));

    /// <summary>As a node that runs was started.</summary>
    /// <exception cref="VerbException">That cannot be read.</exception>
    public static StartedNode ReadFrom(int pid)
    {
        try
        {
            var words = Strings(pid, "cmdline").SkipWhile(word => word != "serve").Skip(1).Where(word => word is not (DetachOption or DetachedOption)).ToImmutableArray();
            var directory = File.ResolveLinkTarget(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/cwd"), returnFinalTarget: false)?.FullName;
            var environment = Strings(pid, "environ").Select(text => text.Split('=', 2)).Where(pair => pair.Length == 2).ToLookup(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
            var at = words.IndexOf(LogOption);
            return new StartedNode(
                words,
                System.IO.Directory.Exists(directory) ? directory : null,
                environment.ToImmutableDictionary(same => same.Key, same => same.First(), StringComparer.Ordinal),
                at >= 0 && at + 1 < words.Length ? Path.GetFullPath(words[at + 1], directory ?? "/") : NodeLogFile.Usual());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new VerbException($"how the node (pid {pid}) was started cannot be read: {e.Message}");
        }
    }

    /// <summary>Starts it and stays until it answers.</summary>
    /// <returns>Its pid.</returns>
    /// <exception cref="VerbException">It has ended, or does not answer in time.</exception>
    public async Task<int> StartAsync(string socket, CancellationToken cancellationToken)
    {
        NodeLogFile.PutAsideLarge(Log);
        var from = NodeLogFile.Length(Log);
        using var process = Process.Start(Describe())!;
        var began = TimeProvider.System.GetTimestamp();
        while (!process.HasExited)
        {
            if (File.Exists(socket) && await AnswersAsync(socket, process.Id, cancellationToken))
            {
                return process.Id;
            }

            if (TimeProvider.System.GetElapsedTime(began) > ReadyLimit)
            {
                throw new VerbException(
                    string.Create(CultureInfo.InvariantCulture, $"the node (pid {process.Id}) has begun and does not answer after {ReadyLimit.TotalSeconds:0} s; its log is {Log}"), ExitStatus.TimedOut);
            }

            await Task.Delay(BetweenLooks, cancellationToken);
        }

        throw new VerbException(NodeLogFile.LastComplaint(Log, from) ?? $"the node ended as it began, with status {process.ExitCode}; its log is {Log}", process.ExitCode);
    }

    private ProcessStartInfo Describe()
    {
        var start = new ProcessStartInfo(System.Environment.ProcessPath!) { UseShellExecute = false };
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet")
        {
            start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "runkit.dll"));
        }

        string[] log = Words.Contains(LogOption) ? [] : [LogOption, Log];
        foreach (var word in (string[])["serve", DetachedOption, .. log, .. Words])
        {
            start.ArgumentList.Add(word);
        }

        if (Directory is not null)
        {
            start.WorkingDirectory = Directory;
        }

        if (Environment is not null)
        {
            start.Environment.Clear();
            foreach (var (name, value) in Environment)
            {
                start.Environment[name] = value;
            }
        }

        return start;
    }

    private static async Task<bool> AnswersAsync(string socket, int pid, CancellationToken cancellationToken)
    {
        try
        {
            return (await HttpControlPlane.ConnectAsync(socket, cancellationToken)).Facts.Pid == pid;
        }
        catch (Exception e) when (e is NodeUnreachableException or NodeProblemException or TimeoutException)
        {
            return false;
        }
    }

    private static string[] Strings(int pid, string file) =>
        Encoding.UTF8.GetString(File.ReadAllBytes(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/{file}"))).Split('\0', StringSplitOptions.RemoveEmptyEntries);
}
