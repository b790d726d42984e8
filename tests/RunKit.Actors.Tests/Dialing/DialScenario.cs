using RunKit.Actors.Dialing;
using RunKit.Testing.InMemory;
using RunKit.Tmux.Connection;
using RunKit.Tmux.Identity;
using RunKit.Tmux.Lifecycle;

namespace RunKit.Actors.Tests.Dialing;

/// <summary>The real dialer on a fake tmux, with one server <c>a</c>. Time is the system's unless a test moves it.</summary>
public abstract class DialScenario : IAsyncDisposable
{
    protected static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    protected DialScenario(TimeProvider? time = null)
    {
        Tmux = new FakeTmux(time: time);
        Server = Tmux.Start("a");
        Dialer = Tmux.ToPorts().Dialer;
    }

    protected FakeTmux Tmux { get; }

    protected FakeTmuxServer Server { get; }

    protected IServerDialer Dialer { get; }

    /// <summary>The names of its sessions, in the order they were made.</summary>
    protected IReadOnlyList<string> Sessions => [.. Server.Sessions.Select(session => session.Name)];

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Tmux.DisposeAsync();
    }

    protected Task<DialOutcome> DialAsync(
        GuardPolicy guard = GuardPolicy.Floor, bool reguard = false, ProcessIdentity? known = null, CancellationToken cancellationToken = default) =>
        Dialer.DialAsync(new DialRequest(Server.Socket, guard, known, JustCreated: false, reguard), cancellationToken).WaitAsync(Limit, CancellationToken.None);

    protected async Task<IServerConnection> ConnectAsync(GuardPolicy guard = GuardPolicy.Floor)
    {
        var connection = (await DialAsync(guard)).ShouldBeOfType<DialOutcome.Connected>().Connection;
        connection.TryClaim().ShouldBeTrue();
        if (guard == GuardPolicy.Floor)
        {
            await ListUntilItWaitsAsync(connection);
        }

        return connection;
    }

    protected static async Task<ListOutcome.Listed> ListAsync(IServerConnection connection) =>
        (await connection.ListAsync(CancellationToken.None).WaitAsync(Limit)).ShouldBeOfType<ListOutcome.Listed>();

    /// <summary>Lists until the wait behind the listing is no more ended by a signal that came before: then nothing of the guard is missing.</summary>
    protected async Task<ListOutcome.Listed> ListUntilItWaitsAsync(IServerConnection connection)
    {
        while (true)
        {
            var listed = await ListAsync(connection);
            if (Server.Clients > 0)
            {
                return listed;
            }
        }
    }

    /// <summary>How many command lines the dialer and its connections have run.</summary>
    protected int Ran => Tmux.Ran.Count;

    /// <summary>What a user sees of the server's hooks.</summary>
    protected string Hooks => Server.Run("show-hooks", "-g");

    protected string Variable(string name) => Server.Run("display-message", "-p", $"#{{{name}}}");

    protected string Option(string name) => Server.Run("show-options", "-sqv", name);
}
