# SPDX-License-Identifier: GPL-3.0-or-later
# Completion of hotlinectl(8) for bash; installed as bash-completion's hotlinectl.

_hotlinectl() {
	local commands="case cases help status version"
	local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]}
	local i word command='' skip=''

	# The command is the first word that is no option and no option's value.
	for ((i = 1; i < COMP_CWORD; i++)); do
		word=${COMP_WORDS[i]}
		if [[ $skip ]]; then
			skip=''
		elif [[ $word == -[cs] ]]; then
			skip=yes
		elif [[ $word != -* ]]; then
			command=$word
			break
		fi
	done
	COMPREPLY=()
	case $prev in
	-c) mapfile -t COMPREPLY < <(compgen -f -- "$cur") && return ;;
	-s) mapfile -t COMPREPLY < <(compgen -d -- "$cur") && return ;;
	esac
	case $command in
	'') mapfile -t COMPREPLY < <(compgen -W "$commands -c -s -d" -- "$cur") ;;
	case | cases) mapfile -t COMPREPLY < <(compgen -W "$(_hotlinectl_words "$command")" -- "$cur") ;;
	status) mapfile -t COMPREPLY < <(compgen -W '--json --wait' -- "$cur") ;;
	help) mapfile -t COMPREPLY < <(compgen -W "$commands --names" -- "$cur") ;;
	esac
}

# Options, and for `case` the cases that there are, asked with the options typed so far.
_hotlinectl_words() {
	if [[ $1 == cases ]]; then
		echo '--open --json'
		return
	fi
	echo '--json'
	local -a options=()
	local i

	for ((i = 1; i < COMP_CWORD; i++)); do
		case ${COMP_WORDS[i]} in
		-c | -s) options+=("${COMP_WORDS[i]}" "${COMP_WORDS[++i]}") ;;
		esac
	done
	hotlinectl "${options[@]}" cases 2>/dev/null | awk 'NR > 1 { print $1 }'
}

complete -F _hotlinectl hotlinectl
