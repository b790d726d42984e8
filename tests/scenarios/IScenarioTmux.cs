using RunKit.Testing.Planes;

namespace RunKit.Scenarios;

/// <summary>What happens to tmux servers in a scenario, on whatever tmux: done by their user, never by the plane.</summary>
public interface IScenarioTmux : IAsyncDisposable
{
    /// <summary>A plane that watches them.</summary>
    Task<PlaneHost> WatchAsync(params (string Key, string Value)[] settings);

    /// <summary>Starts a server with one session, <c>user</c>.</summary>
    Task StartAsync(string server);

    /// <summary>Runs one tmux command and returns what it printed.</summary>
    Task<string> TmuxAsync(string server, params string[] command);

    /// <summary>SIGKILL.</summary>
    void Crash(string server);

    /// <summary>SIGSTOP.</summary>
    void Stall(string server);

    /// <summary>SIGCONT.</summary>
    void Resume(string server);

    /// <summary>Deletes the file of its socket.</summary>
    void RemoveSocket(string server);

    /// <summary>SIGUSR1, at which it makes its socket again.</summary>
    void RemakeSocket(string server);

    /// <summary>Whether somebody listens on its socket now.</summary>
    bool IsAlive(string server);

    /// <summary>The clients that are connected to it and attached to nothing: the plane's.</summary>
    int Clients(string server);
}
