namespace RunKit.Cli.Help;

/// <summary>How each verb is used, for its <c>--help</c> and the manual page. A test reads every line as the verb would.</summary>
internal static class Examples
{
    private static readonly Dictionary<string, ImmutableArray<Example>> OfVerbs = new(StringComparer.Ordinal)
    {
        ["serve"] = [new("runkit serve", "the node, until Ctrl-C"), new("runkit serve --detach", "the node, in the background"), new("runkit serve --listen 7117", "the API on a port of loopback too")],
        ["status"] = [new("runkit status --json", "the node's pid, version and servers")],
        ["stop"] = [new("runkit stop", "end the node; servers go on")],
        ["restart"] = [new("runkit restart", "the same options, this program: after an upgrade")],
        ["install-service"] = [new("runkit install-service", "a systemd user unit"), new("runkit install-service --print -- --guard observe", "look at it first")],
        ["ls"] = [new("runkit ls --filter state=running --quiet", "names, for a script"), new("runkit ls --filter 'name=build*'", "some of them")],
        ["tree"] = [new("runkit tree -L work", "what lives on one server")],
        ["panes"] = [new("runkit panes --json", "every pane of every server")],
        ["top"] = [new("runkit top --memory -n 5", "the five panes whose processes hold most memory")],
        ["agents"] = [new("runkit agents --waiting", "who cannot go on without you"), new("runkit agents explain -t %5", "why that is said"), new("runkit agents hooks claude", "what makes it exact")],
        ["notify"] = [new("runkit notify test", "whether the webhook and the command take what they are told")],
        ["agent"] = [new("runkit agent set waiting --kind permission", "from a script in a pane"), new("runkit agent set idle", "it has nothing to do")],
        ["watch"] = [new("runkit watch --type 'server.*' --since 10m", "what became of servers of late"), new("runkit watch -L work --until server.lost", "wait for a server's end")],
        ["new"] = [new("runkit new -L work -s main -c /src", "a server with one session"), new("runkit new -L ci -- make test", "one that runs a command")],
        ["kill"] = [new("runkit kill -L work", "until it is dead"), new("runkit kill -L one two three", "several")],
        ["exec"] = [new("runkit exec -L work -- list-sessions", "any tmux command")],
        ["send"] = [new("runkit send -t work:1.0 'make test'", "type it and say whether it arrived"), new("runkit send -t %5 --if-prompt ls", "only where a shell waits")],
        ["keys"] = [new("runkit keys -t %5 C-c", "interrupt it")],
        ["capture"] = [new("runkit capture -t %5 --history 100", "what it shows, and the last lines before")],
        ["logs"] = [new("runkit logs -t %5 -f", "what it printed, and what it prints"), new("runkit logs -t work:1.0", "as far as its history goes")],
        ["view"] = [new("runkit view -t %5", "live, until q")],
        ["attach"] = [new("runkit attach -L work", "tmux's own client"), new("runkit attach -t %5 --read-only", "to look at it")],
        ["wait"] = [new("runkit wait -L work --state running --timeout 10s", "until a server runs"), new("runkit wait -t %5 --prompt", "until a shell waits")],
        ["run"] = [new("runkit run -L work -- make test", "its output, its status"), new("runkit run -L work --timeout 5m -- ./build.sh", "for five minutes at most")],
        ["runs"] = [new("runkit runs", "those that run, and the last that have ended")],
        ["release"] = [new("runkit release -L work", "take back all that guards it")],
        ["guard"] = [new("runkit guard -L work", "guard it again")],
        ["nodes"] = [new("runkit nodes", "who is in the cluster, and who answers"), new("runkit nodes forget old-box", "take one out that will not return")],
        ["cluster"] = [new("runkit cluster init --name alpha --listen 192.0.2.7:7118", "found a cluster here"), new("runkit cluster invite beta --listen 192.0.2.8:7118 --out beta.invitation", "let another machine in"), new("runkit cluster join beta.invitation", "there")],
        ["audit"] = [new("runkit audit --since 1h --server 'ci-*'", "who changed what")],
        ["tokens"] = [new("runkit tokens new ci --scope manage --server 'ci-*' --for 1h", "a key for an hour"), new("runkit tokens revoke ci", "take it away")],
        ["login"] = [new("runkit login --scope read", "a link that logs one browser in, once, within a minute")],
        ["dashboard"] = [new("runkit dashboard", "the node's page, in a browser that is logged in by the link"), new("runkit dashboard --scope read --no-open", "a link for somebody who may only look")],
        ["mcp"] = [new("runkit mcp", "for a coding agent that may look"), new("runkit mcp --scope input", "for one that may type, too")],
        ["doctor"] = [new("runkit doctor --fix", "what is wrong here, and mend what can be")],
        ["completion"] = [new("eval \"$(runkit completion bash)\"", "in ~/.bashrc"), new("runkit completion fish", "for ~/.config/fish/completions/runkit.fish")],
        ["man"] = [new("runkit man", "for ~/.local/share/man/man1/runkit.1")],
    };

    /// <summary>Those of a verb; none for what is no verb.</summary>
    public static ImmutableArray<Example> Of(string verb) => OfVerbs.GetValueOrDefault(verb, []);
}

/// <summary>A command line and what it is for.</summary>
internal sealed record Example(string Line, string What);
