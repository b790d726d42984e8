using Akka.Actor;

namespace RunKit.ActorEngine.Contract.Tests;

public sealed class PathTests() : ContractTest("akka.loglevel = INFO", "paths")
{
    private IActorRef Start(string name) => Sys.ActorOf(Recorded.Props(CreateTestProbe().Ref), name);

    private IActorRef Kid(IActorRef parent, string name)
    {
        parent.Tell(new Recorded.Spawn(name));
        return ExpectMsg<IActorRef>();
    }

    /// <summary>Stops an actor and starts one of the same name.</summary>
    private IActorRef Again(IActorRef old)
    {
        Watch(old);
        Sys.Stop(old);
        ExpectTerminated(old);
        IActorRef? recreated = null;
        AwaitAssert(() => recreated = Start(old.Path.Name));
        return recreated!;
    }

    [Fact]
    public void A_path_names_the_system_the_guardian_and_the_ancestors()
    {
        var kid = Kid(Start("parent"), "kid");
        kid.Path.ToString().ShouldBe("akka://paths/user/parent/kid");
        kid.Path.ToStringWithoutAddress().ShouldBe("/user/parent/kid");
    }

    [Fact]
    public void A_reference_shows_its_path_and_uid()
    {
        var actor = Start("shown");
        actor.ToString().ShouldBe($"[akka://paths/user/shown#{actor.Path.Uid}]");
    }

    [Fact]
    public void The_parts_of_a_path_can_be_asked_for()
    {
        var path = Kid(Start("parent"), "kid").Path;
        path.Name.ShouldBe("kid");
        path.Elements.ShouldBe(["user", "parent", "kid"]);
        path.Depth.ShouldBe(3);
        path.Parent.Name.ShouldBe("parent");
        path.Address.System.ShouldBe("paths");
        (path.Parent / "kid").ShouldBe(path);
    }

    [Fact]
    public void Paths_are_equal_whatever_the_uid()
    {
        var first = Start("same");
        var second = Again(first);
        second.Path.ShouldBe(first.Path);
        second.Path.GetHashCode().ShouldBe(first.Path.GetHashCode());
        second.Path.Uid.ShouldNotBe(first.Path.Uid);
    }

    [Fact]
    public void A_recreated_actor_is_another_one()
    {
        var first = Start("phoenix");
        var second = Again(first);
        second.ShouldNotBe(first);
        second.CompareTo(first).ShouldNotBe(0);
        first.Tell("to the dead");
        second.Tell("to the living");
        ExpectMsg("to the living");
        LastSender.ShouldBe(second);
    }

    [Fact]
    public async Task Two_references_to_one_actor_are_equal()
    {
        var actor = Start("one");
        var resolved = await Sys.ActorSelection("/user/one").ResolveOne(TimeSpan.FromSeconds(3));
        resolved.ShouldBe(actor);
        resolved.GetHashCode().ShouldBe(actor.GetHashCode());
        resolved.CompareTo(actor).ShouldBe(0);
    }

    [Fact]
    public void A_path_can_be_read_from_text()
    {
        var path = ActorPath.Parse("akka://paths/user/parent/kid");
        path.Elements.ShouldBe(["user", "parent", "kid"]);
        path.ShouldBe(Kid(Start("parent"), "kid").Path);
    }

    [Fact]
    public void A_text_that_is_no_path_is_refused()
    {
        ActorPath.TryParse("akka://paths/user/x", out var path).ShouldBeTrue();
        path.Name.ShouldBe("x");
        ActorPath.TryParse("no path at all", out _).ShouldBeFalse();
        Should.Throw<UriFormatException>(() => ActorPath.Parse("no path at all"));
    }

    [Theory]
    [InlineData("worker-1", true)]
    [InlineData("a%20b", true)]
    [InlineData("", false)]
    [InlineData("$a", false)]
    [InlineData("a b", false)]
    [InlineData("a/b", false)]
    [InlineData("a%2", false)]
    public void A_name_can_be_checked_beforehand(string name, bool valid) => ActorPath.IsValidPathElement(name).ShouldBe(valid);
}
