using RunKit.Tmux.Ports;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Akka.Actor;
using RunKit.Actors.Plane;
using RunKit.ControlPlane;
using RunKit.ControlPlane.Events;
using RunKit.ControlPlane.Panes;
using RunKit.ControlPlane.Servers;
using RunKit.Tmux.Connection;
using RunKit.Tmux.Commands;
using RunKit.Tmux.Identity;
using RunKit.Tmux.State;

namespace RunKit.Actors.Tests.Plane;

/// <summary>What may cross a wire can, and what cannot never does.</summary>
public sealed class SerializationTests
{
    private static readonly Assembly Actors = typeof(RunKitSupervisor).Assembly;

    private static readonly Type[] Messages =
    [
        .. from protocol in Actors.GetTypes()
           where protocol is { IsNested: false, IsClass: true } && protocol.Name.EndsWith("Protocol", StringComparison.Ordinal)
           from message in protocol.GetNestedTypes(BindingFlags.Public | BindingFlags.NonPublic)
           select message,
    ];

    public static TheoryData<Type> PublicMessages => [.. Messages.Where(message => message.IsNestedPublic)];

    public static TheoryData<Type> ServerEvents => [.. Kinds(typeof(ServerEvent))];

    public static TheoryData<Type> ContractTypes =>
    [
        typeof(ServerView), typeof(KillOutcome), typeof(NewServer), typeof(CreateOutcome), typeof(CommandOutcome), typeof(ServerGeneration),
        typeof(PlaneEvent), typeof(CaptureOutcome), typeof(SendRequest), typeof(KeysRequest), typeof(SendOutcome),
    ];

    [Theory]
    [MemberData(nameof(PublicMessages))]
    public void A_public_message_survives_a_round_trip(Type message)
    {
        foreach (var sample in Sample.Of(message))
        {
            var back = JsonSerializer.Deserialize(JsonSerializer.Serialize(sample, message), message);

            back.ShouldBeAlike(sample);
        }
    }

    [Theory]
    [MemberData(nameof(ContractTypes))]
    public void A_type_of_the_contract_survives_a_round_trip_through_its_own_json(Type type)
    {
        foreach (var sample in Sample.Of(type))
        {
            var back = JsonSerializer.Deserialize(JsonSerializer.Serialize(sample, type, PlaneJson.Default), type, PlaneJson.Default);

            back.ShouldBeAlike(sample);
        }
    }

    [Theory]
    [MemberData(nameof(ServerEvents))]
    public void Whatever_happens_to_a_server_survives_a_round_trip_as_an_event(Type what)
    {
        var type = typeof(PlaneEvent);
        foreach (var sample in Sample.Of(what).Cast<ServerEvent>())
        {
            PlaneEvent happened = new ServerEventEnvelope(
                new EventId("e1", 7), DateTimeOffset.UnixEpoch, "n1", new ServerName("a"), new ServerGeneration(1, 2), 3, sample);

            var json = JsonSerializer.Serialize(happened, type, PlaneJson.Default);
            JsonSerializer.Deserialize(json, type, PlaneJson.Default).ShouldBeAlike(happened);

            using var document = JsonDocument.Parse(json);
            document.RootElement.GetProperty("type").GetString().ShouldBe(EventTypes.Of(happened));
        }
    }

    [Fact]
    public void Every_kind_of_server_event_has_a_name_on_the_wire() =>
        EventTypes.All.Count().ShouldBe(Kinds(typeof(ServerEvent)).Count() + Enum.GetValues<RunKit.ControlPlane.Nodes.NodeEventKind>().Length + 1);

    [Theory]
    [MemberData(nameof(PublicMessages))]
    public void A_public_message_carries_the_nodes_id_and_cannot_be_changed(Type message)
    {
        message.GetProperty("Node").ShouldNotBeNull().PropertyType.ShouldBe(typeof(string));
        message.IsSealed.ShouldBeTrue();
        foreach (var property in message.GetProperties())
        {
            var isFixed = property.SetMethod is not { } set
                || set.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit));
            isFixed.ShouldBeTrue($"{message.Name}.{property.Name}");
            property.PropertyType.IsArray.ShouldBeFalse();
        }
    }

    [Fact]
    public void Every_event_carries_the_nodes_id() =>
        Kinds(typeof(PlaneEvent)).ShouldAllBe(kind => kind.GetProperty("Node")!.PropertyType == typeof(string));

    [Fact]
    public void What_holds_something_alive_is_internal_and_marked()
    {
        var alive = Messages.Where(message => StructuralEquality.HoldsSomethingAlive(message)).ToArray();

        alive.Select(message => message.Name).ShouldBe(["Release", "Released", "Guard", "DialEnded", "StartEnded"], ignoreOrder: true);
        alive.ShouldAllBe(message => !message.IsNestedPublic && message.IsAssignableTo(typeof(INoSerializationVerificationNeeded)));
    }

    [Fact]
    public void Every_internal_message_is_marked() =>
        Messages.Where(message => !message.IsNestedPublic)
            .ShouldAllBe(message => message.IsAssignableTo(typeof(INoSerializationVerificationNeeded)));

    internal static IEnumerable<Type> Kinds(Type family) =>
        family.Assembly.GetTypes().Where(type => type.IsAssignableTo(family) && !type.IsAbstract);
}
