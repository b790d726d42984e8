namespace RunKit.Architecture.Tests.Engine;

/// <summary>A member of the embedded engine exists because something outside the engine uses it.</summary>
public sealed class SubsetTests
{
    private static readonly string[] Engine = ["RunKit.ActorEngine", "RunKit.ActorEngine.Hosting", "RunKit.ActorEngine.TestKit"];

    /// <summary>What nobody uses and is there all the same, with the reason.</summary>
    private static readonly Dictionary<string, string> Exceptions = new(StringComparer.Ordinal)
    {
        ["Akka.Actor.ActorRefBase"] = "a base of public types",
        ["Akka.Actor.AkkaException"] = "a base of public types",
        ["Akka.Actor.IExtensionId"] = "a constraint of WithExtension",
        ["Akka.Dispatch.ISemantics"] = "a constraint of IRequiresMessageQueue",
        ["Akka.Event.DefaultLogger"] = "named in configuration: akka.loggers",
        ["Akka.Hosting.Logging.LoggerFactoryLogger"] = "named in configuration: akka.loggers",
        ["Akka.TestKit.TestEventListener"] = "named in configuration: akka.loggers",
    };

    [Fact]
    public void Every_public_member_of_the_engine_is_used_outside_it()
    {
        var used = UseOfTheEngine.By(Users());

        Engine.SelectMany(PublicMembers.Of).Where(member => !used.Contains(member)).Order(StringComparer.Ordinal)
            .ShouldBe(Exceptions.Keys.Order(StringComparer.Ordinal));
    }

    /// <summary>Every other assembly of the repository, built in the same configuration as this one.</summary>
    private static IEnumerable<string> Users()
    {
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        return Directory.EnumerateDirectories(here.Parent!.Parent!.FullName)
            .Where(project => !Path.GetFileName(project).StartsWith("RunKit.ActorEngine", StringComparison.Ordinal)
                || Path.GetFileName(project).EndsWith(".Tests", StringComparison.Ordinal))
            .Select(project => (Folder: Path.Combine(project, here.Name), Name: Path.GetFileName(project) == "RunKit.Node" ? "runkit" : Path.GetFileName(project)))
            .Select(built => Path.Combine(built.Folder, $"{built.Name}.dll"))
            .Where(File.Exists);
    }
}
