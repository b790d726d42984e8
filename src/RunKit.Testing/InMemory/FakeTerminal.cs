namespace RunKit.Testing.InMemory;

/// <summary>A user's terminal that is attached.</summary>
internal sealed class FakeTerminal(FakeTmuxServer server, int pid, string name)
{
    public FakeTmuxServer Server { get; } = server;

    public int Pid { get; } = pid;

    public string Name { get; } = name;

    /// <summary>Null until it is attached.</summary>
    public FakeTmuxSession? Session { get; set; }
}
