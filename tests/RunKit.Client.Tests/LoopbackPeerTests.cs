using System.Net;

namespace RunKit.Client.Tests;

public sealed class LoopbackPeerTests
{
    private const uint Me = 1000;
    private static readonly IPEndPoint Here = new(IPAddress.Loopback, 0xC001);
    private static readonly IPEndPoint There = new(IPAddress.Loopback, 0x1BCD);

    private const string Head = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n";
    private const string OursInQueue = "   9: 0100007F:1BCD 0100007F:C001 01 00000000:00000000 00:00000000 00000000     0        0 0 1 0\n";
    private const string OursAccepted = "   9: 0100007F:1BCD 0100007F:C001 01 00000000:00000000 00:00000000 00000000  1000        0 77 1 0\n";
    private const string TheirsAccepted = "   9: 0100007F:1BCD 0100007F:C001 01 00000000:00000000 00:00000000 00000000  1001        0 77 1 0\n";
    private const string RootsAccepted = "   9: 0100007F:1BCD 0100007F:C001 01 00000000:00000000 00:00000000 00000000     0        0 77 1 0\n";
    private const string Closed = "   9: 0100007F:1BCD 0100007F:C001 04 00000000:00000000 00:00000000 00000000     0        0 0 1 0\n";
    private const string ListensOurs = "   0: 0100007F:1BCD 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 7 1 0\n";
    private const string ListensTheirs = "   0: 0100007F:1BCD 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1001        0 7 1 0\n";
    private const string ListensTheirsEverywhere = "   1: 00000000:1BCD 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1001        0 8 1 0\n";
    private const string ListensTheirsOnSix = "   2: 00000000000000000000000000000000:1BCD 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000  1001        0 9 1 0\n";
    private const string AcceptedOnSix = "   3: 0000000000000000FFFF00000100007F:1BCD 0000000000000000FFFF00000100007F:C001 01 00000000:00000000 00:00000000 00000000  1001        0 9 1 0\n";

    [Theory]
    [InlineData(OursAccepted, null)]
    [InlineData(RootsAccepted, null)]
    [InlineData(OursInQueue + ListensOurs, null)]
    [InlineData(OursInQueue + ListensOurs + ListensTheirsEverywhere, null)]
    [InlineData(TheirsAccepted, "user 1001 listens there")]
    [InlineData(TheirsAccepted + ListensOurs, "user 1001 listens there")]
    [InlineData(OursInQueue + ListensTheirs, "user 1001 listens there")]
    [InlineData(OursInQueue + ListensTheirsEverywhere, "user 1001 listens there")]
    [InlineData(OursInQueue + ListensTheirsOnSix, "user 1001 listens there")]
    [InlineData(AcceptedOnSix + ListensOurs, "user 1001 listens there")]
    [InlineData(OursInQueue, "cannot be told")]
    [InlineData(Closed + ListensOurs, "cannot be told")]
    [InlineData(ListensOurs, "does not say")]
    [InlineData("", "does not say")]
    public void Only_who_is_at_the_other_end_counts(string lines, string? objection)
    {
        var found = LoopbackPeer.Objection(TcpSocketTable.Parse(Head + lines), Here, There, Me);

        if (objection is null)
        {
            found.ShouldBeNull();
        }
        else
        {
            found.ShouldNotBeNull().ShouldContain(objection);
        }
    }

    [Fact]
    public void An_address_that_is_not_loopback_is_none() =>
        LoopbackPeer.Objection(TcpSocketTable.Parse(OursAccepted), Here, new IPEndPoint(IPAddress.Parse("192.0.2.1"), 7117), Me)
            .ShouldNotBeNull().ShouldContain("192.0.2.1");

    [Fact]
    public void No_text_however_odd_ends_in_anything_but_sockets()
    {
        var random = new Random(11);
        const string alphabet = "0123456789ABCDEFabcdef:: \n\t-zé";
        for (var round = 0; round < 5_000; round++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(200)).Select(_ => alphabet[random.Next(alphabet.Length)]));
            var cut = OursAccepted[..random.Next(OursAccepted.Length)];
            Should.NotThrow(() => TcpSocketTable.Parse(text + cut));
        }
    }
}
