using System.Collections.Concurrent;
using RunKit.ControlPlane.Servers;

namespace RunKit.Browser.Tests;

/// <summary>Real tmux, a real node over it, and browsers that look at its page. What a page complains about fails the test.</summary>
public sealed class Desk : IAsyncDisposable
{
    private const string Served = "serving ";

    private readonly Chromium _chromium;
    private readonly ConcurrentQueue<string> _complaints = new();
    private readonly List<IBrowserContext> _people = [];

    private Desk(Chromium chromium) => _chromium = chromium;

    public TmuxSandbox Sandbox { get; } = new();

    internal NodeProcess Node { get; private set; } = null!;

    /// <summary>Where the page is.</summary>
    public string Address { get; private set; } = "";

    /// <summary>What pages have said to their consoles as errors.</summary>
    public IReadOnlyCollection<string> Complaints => _complaints;

    public static async Task<Desk> SetAsync(Chromium chromium)
    {
        var desk = new Desk(chromium);
        await desk.StartNodeAsync("127.0.0.1:0");
        return desk;
    }

    /// <summary>Starts the node; after its end, again on the same port.</summary>
    public async Task StartNodeAsync(string? listen = null)
    {
        Node = await NodeProcess.StartAsync(Sandbox, "--listen", listen ?? new Uri(Address).Authority);
        var line = Node.Said.First(said => said.Contains(Served, StringComparison.Ordinal));
        Address = line[(line.IndexOf(Served, StringComparison.Ordinal) + Served.Length)..].Split(';')[0] + "/";
    }

    /// <summary>Starts a server and waits until the node has it.</summary>
    public async Task StartServerAsync(string server, params string[] options)
    {
        await Sandbox.StartAsync(server, "user", options);
        var plane = await Node.ConnectAsync();
        await Node.ConnectsAsync(plane, server);
    }

    /// <summary>A person with a browser who has logged in.</summary>
    public async Task<IPage> OpenAsync(string view = "", string scope = "admin", BrowserNewContextOptions? options = null)
    {
        var page = await ComeAsync(options);
        await LogInAsync(page, scope);
        await ShowAsync(page, view);
        return page;
    }

    /// <summary>A person with a browser who has not.</summary>
    public async Task<IPage> ComeAsync(BrowserNewContextOptions? options = null)
    {
        options ??= new BrowserNewContextOptions();
        options.ViewportSize ??= new ViewportSize { Width = 1280, Height = 800 };
        var person = await _chromium.NewPersonAsync(options);
        _people.Add(person);
        person.SetDefaultTimeout((float)Eventually.DefaultLimit.TotalMilliseconds);
        var page = await person.NewPageAsync();
        page.PageError += (_, error) => _complaints.Enqueue(error);
        page.Console += (_, message) =>
        {
            // A request that cannot be made is told to the console too; the page tells it to people, and that is what tests look at.
            if (message.Type == "error" && !message.Text.Contains("Failed to load resource", StringComparison.Ordinal) && !message.Text.Contains("WebSocket connection", StringComparison.Ordinal))
            {
                _complaints.Enqueue(message.Text);
            }
        };
        return page;
    }

    /// <summary>Follows a link that logs one browser in.</summary>
    public async Task LogInAsync(IPage page, string scope = "admin")
    {
        var plane = await Node.ConnectAsync();
        var link = await plane.LogInAsync(scope, openPort: false, CancellationToken.None);
        await page.GotoAsync("about:blank");
        await page.GotoAsync(link.Url);
        await page.GetByRole(AriaRole.Button, new() { Name = "Log in" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Servers" })).ToBeVisibleAsync();
    }

    /// <summary>Goes to a view, such as <c>#/server/build</c>.</summary>
    public Task ShowAsync(IPage page, string view) => view.Length == 0 ? Task.CompletedTask : page.GotoAsync(Address + view);

    /// <summary>Waits until a server is told to be in a state.</summary>
    public async Task BecomesAsync(string server, Func<ServerView, bool> state, string what)
    {
        var plane = await Node.ConnectAsync();
        await Eventually.TrueAsync(async () => (await plane.GetServersAsync(CancellationToken.None)).Any(view => view.Name == server && state(view)), what);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var person in _people)
        {
            await person.CloseAsync();
        }

        await Node.DisposeAsync();
        await Sandbox.DisposeAsync();
        _complaints.ShouldBeEmpty();
    }
}
