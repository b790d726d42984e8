using RunKit.Tmux.ControlMode;

namespace RunKit.Tmux.Tests.ControlMode;

public class CommandRulesTests
{
    [Theory]
    [InlineData("display-popup", "display-popup: it waits for a person")]
    [InlineData("popup -E vi", "display-popup: it waits for a person")]
    [InlineData("display-m", "display-menu: it waits for a person")]
    [InlineData("menu", "display-menu: it waits for a person")]
    [InlineData("confirm kill-window", "confirm-before: it waits for a person")]
    [InlineData("command-p", "command-prompt: it waits for a person")]
    [InlineData("wait-for x", "wait-for: it waits for a signal")]
    [InlineData("wait x", "wait-for: it waits for a signal")]
    [InlineData("run-shell true", "run-shell: every later command would wait until it ends; -b does not wait")]
    [InlineData("run -t %1 -- -b", "run-shell: every later command")]
    [InlineData("if-shell true kill-window", "if-shell: every later command would wait for its shell")]
    [InlineData("attach -t x", "attach-session: it would act on RunKit's own client")]
    [InlineData("new-session -s x", "new-session: it would act on RunKit's own client; -d makes a session without attaching")]
    [InlineData("new -s -d", "new-session: it would act on RunKit's own client")]
    [InlineData("switch-client -t x", "switch-client: it would act on RunKit's own client; -c names another")]
    [InlineData("detach", "detach-client: it would act on RunKit's own client; -t names another")]
    [InlineData("detach -a", "detach-client: it would act on RunKit's own client")]
    [InlineData("refresh -f no-output", "refresh-client: it would act on RunKit's own client")]
    [InlineData("suspendc", "suspend-client: it would act on RunKit's own client")]
    [InlineData("kill-session -t _rk-ctl", "kill-session: sessions that begin with _rk- are RunKit's own")]
    [InlineData("kill-session -t _rk-ctl:", "kill-session: sessions that begin with _rk-")]
    [InlineData("kill-session -t =_rk-pin-1", "kill-session: sessions that begin with _rk-")]
    [InlineData("kill-ses -C -t=_rk-ctl:0.1", "kill-session: sessions that begin with _rk-")]
    [InlineData("kill-session -t _rk", "kill-session: sessions that begin with _rk-")]
    [InlineData("kill-session -t x -t _rk-ctl", "kill-session: sessions that begin with _rk-")]
    [InlineData("kill-session", "kill-session: without -t it would end RunKit's own session")]
    [InlineData("kill-session -a", "kill-session: without -t it would end RunKit's own session")]
    [InlineData("killw -t _rk-ctl:0", "kill-window: sessions that begin with _rk-")]
    [InlineData("kill-pane -t _rk-ctl:0.0", "kill-pane: sessions that begin with _rk-")]
    [InlineData("kill-server", "kill-server: ending a server is not done in passing; runkit kill does it")]
    public void What_would_hold_up_or_move_a_shared_connection_is_refused_and_the_reason_said(string command, string reason) =>
        CommandRules.Refusal(Of(command)).ShouldNotBeNull().ShouldStartWith(reason);

    [Theory]
    [InlineData("display -p x")]
    [InlineData("display-message -p x")]
    [InlineData("lock")]
    [InlineData("run-shell -b true")]
    [InlineData("run -t %1 -b true")]
    [InlineData("run -t%1 -b true")]
    [InlineData("run -bC x")]
    [InlineData("if-shell -F 1 kill-window")]
    [InlineData("if -bF 1 kill-window")]
    [InlineData("new-session -d -s x")]
    [InlineData("new -s x -d")]
    [InlineData("new -Pds x")]
    [InlineData("switch-client -c /dev/pts/1 -t x")]
    [InlineData("detach-client -s x")]
    [InlineData("refresh-client -t /dev/pts/1")]
    [InlineData("kill-session -t x")]
    [InlineData("kill-session -t =_rk")]
    [InlineData("kill-session -t $1")]
    [InlineData("kill-session -t my_rk-ctl")]
    [InlineData("kill-window -t @1")]
    [InlineData("kill-pane")]
    [InlineData("list-sessions")]
    [InlineData("no-such-command")]
    public void Everything_else_is_tmuxs_to_judge(string command) => CommandRules.Refusal(Of(command)).ShouldBeNull();

    [Theory]
    [InlineData("list-panes -a", "list-pane -a")]
    [InlineData("send-keys -t %1 x", "send-key -t \"%1\" x")]
    [InlineData("display-message -p x", "display-messag -p x")]
    public void A_command_of_one_reply_is_sent_under_a_name_that_no_alias_matches(string command, string line) =>
        CommandRules.SingleReplyLine(Of(command)).ShouldBe(line);

    [Theory]
    [InlineData("ls")]
    [InlineData("list-pane")]
    [InlineData("if-shell -F 1 x")]
    [InlineData("run-shell -b x")]
    [InlineData("source-file x")]
    [InlineData("mine")]
    public void Of_any_other_nobody_knows_how_many_replies_it_has(string command) => CommandRules.SingleReplyLine(Of(command)).ShouldBeNull();

    private static TmuxCommand Of(string line) => new(line.Split(' ')[0], line.Split(' ')[1..]);
}
