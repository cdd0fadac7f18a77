# What listens on this machine is asked directly: .NET's clients would ask for it by way of a proxy.
# shellcheck shell=bash
no_proxy=${no_proxy:-${NO_PROXY:-}}
no_proxy=127.0.0.1,localhost${no_proxy:+,$no_proxy}
export no_proxy NO_PROXY=$no_proxy
