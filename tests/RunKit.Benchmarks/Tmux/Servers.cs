using RunKit.Testing.Sandbox;

namespace RunKit.Benchmarks.Tmux;

/// <summary>tmux servers of a benchmark's own, in a private directory, and their end.</summary>
internal static class Servers
{
    // The name of the first, where one is enough.
    public const string First = "s0";

    private const int AtOnce = 2;

    // A server younger than a second is still newborn, and dialled with care.
    private static readonly TimeSpan GrownUp = TimeSpan.FromSeconds(1.1);

    /// <summary>Lends a directory with so many servers, none of them newborn, each with a session <c>user</c> of one pane.</summary>
    public static async Task<T> WithAsync<T>(int count, Func<TmuxSandbox, Task<T>> use)
    {
        await using var sandbox = new TmuxSandbox();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, count),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
            async (i, _) =>
            {
                await sandbox.StartAsync(Name(i), "user", "tail", "-f", "/dev/null");

                // Else each anchor of the reference would run its user's shell, with all that this loads.
                await sandbox.TmuxAsync(Name(i), "set-option", "-g", "default-shell", "/bin/sh", ";", "set-option", "-g", "default-command", "exec tail -f /dev/null");
            });
        if (count > 0)
            await Task.Delay(GrownUp);
        return await use(sandbox);
    }

    public static string Name(int server) => $"s{server}";
}
